package org.floatscape.dse.workload;

/** The matrices of a product C[m x n] = A[m x k] B[k x n]. */
public enum Matrix {
    A,
    B,
    C
}
