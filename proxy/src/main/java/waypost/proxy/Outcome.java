package waypost.proxy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import waypost.protocol.smtp.SmtpReply;

/** What the client hears after its dot, from what became of each recipient: the outcome table of a transaction. */
public sealed interface Outcome {
    SmtpReply STORED = SmtpReply.of(250, "2.6.0", "Message accepted");
    SmtpReply LATER = SmtpReply.of(451, "4.3.0", "Message not accepted now, try again later");
    SmtpReply PARTLY = SmtpReply.of(554, "5.0.0", "Some recipients have the message, the others refused it");

    /** Nothing is left to do but to say so. */
    record Say(SmtpReply reply) implements Outcome {}

    /** Some have it and the others are first made somebody's duty: {@code numbers} are the recipients to keep. */
    record KeepFirst(List<Integer> numbers) implements Outcome {}

    /** What is done about a recipient that is refused for good while others have the message. */
    enum LateRefusals {
        KEEP,
        DROP
    }

    /**
     * @param finals one reply a recipient: stored (2yz), refused for now (4yz), refused for good (5yz)
     */
    static Outcome of(List<SmtpReply> finals, LateRefusals late) {
        boolean stored = finals.stream().anyMatch(SmtpReply::positive);
        if (!stored) {
            return new Say(refusal(finals));
        }
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < finals.size(); i++) {
            SmtpReply reply = finals.get(i);
            if (reply.temporary() || reply.permanent() && late == LateRefusals.KEEP) {
                kept.add(i);
            }
        }
        return kept.isEmpty() ? new Say(STORED) : new KeepFirst(List.copyOf(kept));
    }

    /** Nobody has it: any temporary refusal makes the whole temporary, so that no recipient is bounced who may yet take it. */
    static SmtpReply refusal(List<SmtpReply> finals) {
        if (finals.stream().anyMatch(SmtpReply::temporary)) {
            Set<SmtpReply> said = new HashSet<>(finals);
            return said.size() == 1 ? finals.getFirst() : LATER;
        }
        Set<SmtpReply> said = new HashSet<>(finals);
        return said.size() == 1 ? finals.getFirst() : SmtpReply.of(554, "5.0.0", "All recipients refused the message");
    }
}
