package waypost.mapping;

import java.util.Optional;

/** What one user map says of one name; the text is for the operator. */
sealed interface Finding {
    record Found(Account account) implements Finding {
        @Override
        public String toString() {
            return "has " + account.name();
        }
    }

    /** What is said of a password, and only to one who shows it. */
    sealed interface OfPassword extends Finding {}

    /** The map has the account, and what is shown for it is its node's to judge. */
    record LeftToNode(Account account) implements OfPassword {
        @Override
        public String toString() {
            return "has " + account.name() + ", whose node checks passwords";
        }
    }

    /** The map has the name, and it is others'. */
    record Leads(Signpost signpost) implements Finding {
        @Override
        public String toString() {
            return "leads to " + signpost;
        }
    }

    /** The map has the name of a log-in, and it is an alias's or a group's. */
    record NoAccount() implements Finding {
        @Override
        public String toString() {
            return "has it for mail only: nobody logs in by it";
        }
    }

    /** The map could look, and does not have the name. */
    record None() implements Finding {
        @Override
        public String toString() {
            return "does not have it";
        }
    }

    record WrongPassword() implements OfPassword {}

    /** The directory lets the account in with no password now, and does not say whether this one is right. */
    record LockedOut() implements OfPassword {}

    /**
     * The map has the name, and a fault that concerns nothing but its password, which cannot be compared.
     *
     * @param values what cannot be read of it
     */
    record UnreadablePassword(String reason, Values values) implements OfPassword {
        enum Values {
            /** Whatever was once right is from before the fault. */
            ALL,
            /** None of the others is right. */
            SOME
        }
    }

    /** The map has the name, and what it says of it cannot be meant: a fault to be mended, which no older answer may hide. */
    record Faulty(String reason) implements Finding {
        @Override
        public String toString() {
            return "is at fault: " + reason;
        }
    }

    /** The map could not be asked. */
    record Failed(String reason) implements Finding {
        @Override
        public String toString() {
            return "cannot say: " + reason;
        }
    }

    /** The same where passwords are the node's to judge. */
    default Finding leftToNode() {
        return this instanceof Found(Account account) ? new LeftToNode(account) : this;
    }

    /** The same where a bind has shown the state: that goes before what the entry says. */
    default Finding as(Optional<AccountState> shown) {
        return this instanceof Found(Account account) && shown.isPresent()
                ? new Found(account.with(shown.get()))
                : this;
    }

    /** What it is to one who asked for a name alone, and how a password would be checked. */
    default Prospect prospect(UserMapSettings.Proof proof) {
        return switch (this) {
            case Found(Account account) ->
                new Prospect.Known(
                        account.name(),
                        account.directoryId(),
                        account.route(),
                        account.state().word(),
                        account.services(),
                        account.limits(),
                        account.map(),
                        proof);
            case Leads(Signpost signpost) -> new Prospect.Others(signpost.toString(), signpost.map());
            case None() -> new Prospect.Unknown();
            case Faulty(String reason) -> new Prospect.Faulty(reason);
            case Failed(String reason) -> new Prospect.Unsaid(reason);
            case NoAccount(), OfPassword _ -> throw new IllegalStateException("not of a look-up for mail");
        };
    }
}
