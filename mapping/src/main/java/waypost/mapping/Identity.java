package waypost.mapping;

import java.util.Optional;
import waypost.mapping.Logins.Shown.Elsewhere;

/** Whose a name is that a log-in gives. To give it proves nothing: nobody is let in before it is said what he has shown, and it was found good. */
public sealed interface Identity {
    /** The account's that has the name, be it one that may log in or not. */
    Optional<Residence> residence();

    /** The answer to one who has shown this to somebody who has found that it is good. */
    Answer by(Elsewhere shown);

    /** An account that may use the service. */
    final class Known implements Identity {
        private final Answer.Granted account;

        /** @param account whoever has shown what for it */
        public Known(Answer.Granted account) {
            this.account = account;
        }

        @Override
        public Optional<Residence> residence() {
            return Optional.of(account.residence());
        }

        @Override
        public Answer.Granted by(Elsewhere shown) {
            return account.by(shown);
        }

        Answer.Granted account() {
            return account;
        }
    }

    /** One that may not, whatever is shown. Why is told only to who has shown what is right. */
    record Barred(Residence account, Answer.Refused why) implements Identity {
        @Override
        public Optional<Residence> residence() {
            return Optional.of(account);
        }

        @Override
        public Answer by(Elsewhere shown) {
            return why;
        }
    }

    /** No account, or nobody can say now. */
    record Nobody(Answer.Denied why) implements Identity {
        @Override
        public Optional<Residence> residence() {
            return Optional.empty();
        }

        @Override
        public Answer by(Elsewhere shown) {
            return why;
        }
    }
}
