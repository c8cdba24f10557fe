package org.floatscape.dse.input;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The known name that a mistyped one most likely meant. */
public final class Nearest {
    private Nearest() {}

    /**
     * The candidate that the word may be a slip of: it begins as the word does, or at most a third of the longer one
     * differs. Capitals make no difference.
     */
    public static Optional<String> near(String word, Collection<String> candidates) {
        return candidates.isEmpty()
                ? Optional.empty()
                : Optional.of(of(word, candidates))
                        .filter(best -> 3 * far(word, best) <= Math.max(word.length(), best.length()));
    }

    /**
     * The candidate that begins as the word does, or else the one at the least edit distance; the first of several.
     * Capitals make no difference.
     *
     * @throws IllegalArgumentException if there is no candidate
     */
    public static String of(String word, Collection<String> candidates) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = far(word, candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("no candidates for \"%s\"".formatted(word));
        }
        return best;
    }

    private static int far(String word, String candidate) {
        String lower = word.toLowerCase(Locale.ROOT);
        String other = candidate.toLowerCase(Locale.ROOT);
        return other.startsWith(lower) && !word.isEmpty() ? 0 : distance(lower, other);
    }

    /** Levenshtein distance: insertions, deletions and substitutions. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
