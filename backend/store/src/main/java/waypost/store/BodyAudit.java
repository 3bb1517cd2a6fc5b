package waypost.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Looks for bodies that are not where things say they are. One thread. */
final class BodyAudit {
    private final JournalAudit journal;
    private final Findings findings;

    BodyAudit(JournalAudit journal, Findings findings) {
        this.journal = journal;
        this.findings = findings;
    }

    void take(StateRecord state) throws IOException {
        switch (state) {
            case StateRecord.Item item -> check(item.account(), "message " + item.itemNo(), item.body());
            case StateRecord.ItemGone gone
            when gone.last().isPresent() ->
                check(
                        gone.account(),
                        "expunged message " + gone.itemNo(),
                        gone.last().get().body());
            case StateRecord.Held held -> check(0, "hold " + held.number(), held.body());
            case StateRecord.Kept kept -> check(0, "queue entry " + kept.number(), kept.body());
            case StateRecord _ -> {}
        }
    }

    private void check(long account, String what, StoredBody body) throws IOException {
        long sum = 0;
        for (BodyPart part : body.parts()) {
            sum += part.length();
            if (!sound(part)) {
                findings.add(VolumeFinding.Kind.BODY, account, what + ": body record " + part.position());
            }
        }
        if (sum != body.length()) {
            findings.add(VolumeFinding.Kind.BODY, account, what + ": length " + body.length() + ", parts have " + sum);
        }
    }

    private boolean sound(BodyPart part) throws IOException {
        Position position = part.position();
        try {
            Segment segment = journal.segments().lease(position.entry());
            try {
                return !journal.damaged(position)
                        && segment.find(position).head().length(position.record()) == part.length();
            } finally {
                journal.segments().release(segment);
            }
        } catch (DamagedRecord | CleanedRecord | JournalDamaged | NoSuchFileException broken) {
            return false;
        }
    }
}
