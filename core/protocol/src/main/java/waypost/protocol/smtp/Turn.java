package waypost.protocol.smtp;

import java.util.Optional;

/** What a phase of {@link SmtpSession} makes of a command or of bytes: the next state, and what the driver is asked, if anything. */
record Turn(SmtpState next, Optional<SmtpStep> step) {
    static Turn commands() {
        return new Turn(new SmtpState.Commands(), Optional.empty());
    }

    static Turn to(SmtpState next) {
        return new Turn(next, Optional.empty());
    }

    static Turn ask(SmtpState.Asked next, SmtpStep step) {
        return new Turn(next, Optional.of(step));
    }

    static Turn more(SmtpState same) {
        return new Turn(same, Optional.of(new SmtpStep.More()));
    }
}
