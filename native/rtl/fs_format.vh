// Constants of an element format (EXP, MAN, KIND as in fs_decode), for the parameters of the units that include this.

// How many exponents above the lowest one its finite codes reach.
function integer exponent_steps(input integer exp, input integer kind);
    exponent_steps = exp == 0 || kind == 3 || (exp == 1 && kind == 2) ? 0 : (1 << exp) - (kind == 2 ? 3 : 2);
endfunction

// log2 of what fs_decode's significand counts at exponent 0. The bias is 2^(EXP-1)-1, and 0 for EXP 0 and 1, whose
// subnormals count in 2^(1-MAN).
function integer unit(input integer exp, input integer man, input integer kind, input integer scale);
    unit = kind == 3 ? (scale == 1 ? 1 - man : 0) : exp == 0 ? 1 - man : 1 - (1 << (exp - 1)) - man;
endfunction
