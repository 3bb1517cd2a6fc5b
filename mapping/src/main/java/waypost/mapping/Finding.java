package waypost.mapping;

/** What one user map says of one name; the text is for the operator. */
sealed interface Finding {
    record Found(Account account) implements Finding {
        @Override
        public String toString() {
            return "has " + account.name();
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

    record WrongPassword() implements Finding {}

    /** The directory lets the account in with no password now, and does not say whether this one is right. */
    record LockedOut() implements Finding {}

    /**
     * The map has the name, and a fault that concerns nothing but its password, which cannot be compared.
     *
     * @param values what cannot be read of it
     */
    record UnreadablePassword(String reason, Values values) implements Finding {
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
            case NoAccount(), WrongPassword(), LockedOut(), UnreadablePassword(var _, var _) ->
                throw new IllegalStateException("not of a look-up for mail");
        };
    }
}
