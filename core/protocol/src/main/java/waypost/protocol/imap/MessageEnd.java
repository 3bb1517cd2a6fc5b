package waypost.protocol.imap;

import java.util.List;
import waypost.protocol.imap.AppendStep.Wrapping;
import waypost.protocol.imap.ImapCommand.Tagged;

/** What has to stand behind octets of a message, in the command with this tag. */
record MessageEnd(String tag, Wrapping wrapping) {
    static MessageEnd of(Tagged tagged) {
        Wrapping wrapping = switch (tagged.command()) {
            case ImapCommand.Append append -> wrapping(append.steps());
            case ImapCommand.Replace replace -> wrapping(replace.steps());
            case ImapCommand _ -> Wrapping.NOTHING;
        };
        return new MessageEnd(tagged.tag(), wrapping);
    }

    /** When these have been read behind the octets. */
    MessageEnd then(List<AppendStep> steps) {
        return new MessageEnd(tag, wrapping(steps));
    }

    private static Wrapping wrapping(List<AppendStep> steps) {
        return steps.getLast() instanceof AppendStep.Octets octets ? octets.wrapping() : Wrapping.NOTHING;
    }
}
