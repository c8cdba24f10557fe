/* isa_choice_test.c - FLOATSCAPE_ISA decides in a fresh process, and is never quietly replaced. */
#include <sys/wait.h>
#include <unistd.h>
#include "fs_test.h"

/* Runs this program again with the variable set; returns 100 x status + active. */
static int child(const char *self, const char *value) {
    pid_t pid = fork();
    if (pid == 0) {
        if (value == NULL) unsetenv("FLOATSCAPE_ISA");
        else setenv("FLOATSCAPE_ISA", value, 1);
        execl(self, self, "child", (char *)NULL);
        _exit(99);
    }
    int status;
    waitpid(pid, &status, 0);
    return WEXITSTATUS(status);
}

static int report(void) {
    fs_format f = float_format(4, 3, FS_SPECIALS_NAN);
    fs_shape shape = dense(1, 1);
    float x = 1, y = 0;
    fs_status status = fs_isa_status(), ran = fs_quantize(&f, &shape, &x, &y, NULL, NULL);
    if (status != ran) return 98;
    if (status != FS_OK) return fs_select_isa(FS_ISA_BEST) == FS_OK && fs_isa_status() == FS_OK ? 50 : 97;
    return fs_active_isa();
}

int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) return report();
    int best = fs_isa_supported(FS_ISA_AVX512) ? FS_ISA_AVX512 : fs_isa_supported(FS_ISA_AVX2) ? FS_ISA_AVX2 : FS_ISA_SCALAR;
    CHECK(child("/proc/self/exe", NULL) == best, "unset: the best");
    CHECK(child("/proc/self/exe", "") == best, "empty: the best");
    CHECK(child("/proc/self/exe", "nonsense") == 50, "unknown: an error until one is selected");
    for (int isa = FS_ISA_SCALAR; isa <= FS_ISA_AVX512; isa++)
        CHECK(child("/proc/self/exe", fs_isa_name(isa)) == (fs_isa_supported(isa) ? isa : 50), "%s", fs_isa_name(isa));
    return finish_tests("isa_choice_test");
}
