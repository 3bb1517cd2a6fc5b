package waypost.mapping;

/** What an entry may say of an account beside its names, its password and its state. */
public enum UserProperty {
    /** The node or volume where its mailbox is to be. */
    HOST {
        @Override
        String attribute(AttributeNames names) {
            return names.host();
        }
    },
    /** Words of {@link Service}. */
    SERVICES {
        @Override
        String attribute(AttributeNames names) {
            return names.service();
        }
    },
    /** Octets. */
    QUOTA {
        @Override
        String attribute(AttributeNames names) {
            return names.quota();
        }
    },
    /** The name of one of {@link AccountClasses}. */
    CLASS {
        @Override
        String attribute(AttributeNames names) {
            return names.accountClass();
        }
    };

    abstract String attribute(AttributeNames names);
}
