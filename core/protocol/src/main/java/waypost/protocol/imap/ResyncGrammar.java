package waypost.protocol.imap;

import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.SequenceSet.Range;

/** The QRESYNC parameter of SELECT (RFC 7162 §7). */
final class ResyncGrammar {
    private ResyncGrammar() {}

    /** What stands behind the word. */
    static Resync known(Tokens in) throws SyntaxError {
        if (!in.enabled(ImapExtension.QRESYNC)) {
            throw new SyntaxError("QRESYNC is not enabled");
        }
        in.space();
        in.expect('(');
        long uidValidity = in.positiveNumber();
        in.space();
        long modSeq = in.number63();
        if (modSeq == 0) {
            throw new SyntaxError("zero is no mod-sequence here");
        }
        Optional<SequenceSet.Numbers> uids = Optional.empty();
        Optional<Resync.Samples> samples = Optional.empty();
        boolean more = in.skip(' ');
        if (more && in.peek() != '(') {
            uids = Optional.of(new SequenceSet.Numbers(numbers(in)));
            more = in.skip(' ');
        }
        if (more) {
            samples = Optional.of(samples(in));
        }
        in.expect(')');
        return new Resync(uidValidity, modSeq, uids, samples);
    }

    private static Resync.Samples samples(Tokens in) throws SyntaxError {
        in.expect('(');
        List<Range> numbers = growing(numbers(in));
        in.space();
        List<Range> uids = growing(numbers(in));
        in.expect(')');
        return new Resync.Samples(numbers, uids);
    }

    /** "* is not allowed". */
    private static List<Range> numbers(Tokens in) throws SyntaxError {
        if (in.sequenceSet() instanceof SequenceSet.Numbers(var ranges)
                && ranges.stream()
                        .noneMatch(range -> range.first() == SequenceSet.STAR || range.last() == SequenceSet.STAR)) {
            return ranges;
        }
        throw new SyntaxError("expected numbers that are known");
    }

    private static List<Range> growing(List<Range> ranges) throws SyntaxError {
        long before = 0;
        for (Range range : ranges) {
            if (range.first() <= before || range.last() < range.first()) {
                throw new SyntaxError("expected growing numbers");
            }
            before = range.last();
        }
        return ranges;
    }
}
