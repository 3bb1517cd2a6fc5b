package waypost.protocol.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What FUZZY finds of a text (RFC 6203 §3): messages that have at least half of its words, in any order, or how these begin. Whoever has the text as it
 * stands has it most of all. Words are looked for as exactly as without FUZZY, so the index narrows each of them.
 */
final class FuzzyText implements SearchStep.Test {
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");

    /** RFC 6203 §8: more words of a text than these cost time and say little. */
    private static final int WORDS = 16;

    /** Of a word that is there only as another that begins like it. */
    private static final int BEGINNING = 60;

    /** Of all words, where they do not stand together. */
    private static final int APART = 90;

    private static final int LEAST_LETTERS = 3;

    private final SearchStep whole;
    private final List<Word> words;
    private final Relevancies relevancies;

    private record Word(SearchStep exactly, SearchStep beginning) {}

    /**
     * @param exact makes the step of a key
     * @param relevancies learns of messages that are found
     */
    FuzzyText(SearchKey.Textual key, Function<SearchKey.Textual, SearchStep> exact, Relevancies relevancies) {
        this.relevancies = relevancies;
        whole = exact.apply(key);
        words = new ArrayList<>();
        Stream.of(BETWEEN.split(key.text(), -1))
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(WORDS)
                .forEach(word ->
                        words.add(new Word(exact.apply(key.with(word)), exact.apply(key.with(beginning(word))))));
    }

    SearchStep.Cost cost() {
        return whole.cost();
    }

    /** Two thirds of the letters; a short word has no other beginning than itself. */
    private static String beginning(String word) {
        int letters = word.codePointCount(0, word.length());
        int kept = Math.min(letters, Math.max(LEAST_LETTERS, letters - letters / 3));
        return word.substring(0, word.offsetByCodePoints(0, kept));
    }

    @Override
    public boolean matches(SearchedMessage message) throws IOException {
        int score = score(message);
        if (score > 0) {
            relevancies.add(message.number(), score);
        }
        return score > 0;
    }

    private int score(SearchedMessage message) throws IOException {
        if (whole.matches(message)) {
            return Relevancies.MOST;
        }
        int sum = 0;
        for (Word word : words) {
            if (word.beginning().matches(message)) {
                sum += word.exactly().matches(message) ? Relevancies.MOST : BEGINNING;
            }
        }
        boolean enough = !words.isEmpty() && 2 * sum >= Relevancies.MOST * words.size();
        return enough ? sum / words.size() * APART / Relevancies.MOST : 0;
    }
}
