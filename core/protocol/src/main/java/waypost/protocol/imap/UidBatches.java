package waypost.protocol.imap;

import java.util.StringJoiner;
import java.util.function.IntToLongFunction;

/**
 * UIDBATCHES (RFC 10022 §3.1): ranges of UIDs with that many messages each, from the end of the mailbox.
 *
 * <p>Declined: RFC 10022 §3.1.1 would have a client refused that asks again before much has changed. The ends of the batches are looked up by their
 * numbers here, which is less work than to keep account of who has asked when; so is TOOMANY, as an answer is no longer than one to SEARCH.
 */
final class UidBatches {
    /** RFC 10022 §3.1.3.2. */
    private static final long LEAST = 500;

    private UidBatches() {}

    /** What stands behind the tag. */
    static String result(ImapCommand.UidBatches command) {
        if (command.last() < command.first()) {
            return "BAD [CLIENTBUG] Batches go from the first to the last";
        }
        if (command.size() < LEAST) {
            return "NO [TOOFEW] A batch has " + LEAST + " messages or more";
        }
        return "OK UIDBATCHES completed";
    }

    /** The untagged answer to what is OK. {@code $} stays what it was (§3.4); the last batch reaches down to 1 (§3.1.4), so that it can be told. */
    static String answer(String tag, int messages, IntToLongFunction uid, ImapCommand.UidBatches command) {
        StringJoiner ranges = new StringJoiner(",", " ", "").setEmptyValue("");
        long skipped = Math.min(messages, command.first() - 1) * command.size(); // no product of 64 bits
        long high = messages - skipped;
        for (long batch = command.first(); batch <= command.last() && high > 0; batch++) {
            long low = high - command.size() + 1;
            ranges.add(uid.applyAsLong((int) high) + ":" + (low <= 1 ? 1 : uid.applyAsLong((int) low)));
            high = low - 1;
        }
        return "UIDBATCHES (TAG " + Answers.quoted(tag) + ")" + ranges;
    }
}
