package waypost.identity;

import java.util.Optional;

/**
 * "Not here: ask that node", sent by a node for an account it does not own. A node name, never an address; only a higher epoch than one
 * came with is followed.
 */
public record Referral(AccountId account, NodeName node, long epoch) {

    /** As it travels inside a response code: {@code REFERRAL <account> <node> <epoch>}. */
    public String text() {
        return "REFERRAL " + account + " " + node + " " + epoch;
    }

    public static Optional<Referral> parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 4 || !words[0].equals("REFERRAL") || !NodeName.valid(words[2])) {
            return Optional.empty();
        }
        try {
            long epoch = Long.parseLong(words[3]);
            return Optional.of(new Referral(AccountId.parse(words[1]), new NodeName(words[2]), epoch));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
