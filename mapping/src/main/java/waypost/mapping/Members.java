package waypost.mapping;

import com.unboundid.ldap.sdk.Filter;
import java.util.Optional;

/** How a directory is asked who is in a group, beside what the group's own entry says. */
public enum Members {
    /** Not at all: each of those whom the group names is looked at by name. */
    MEMBER {
        @Override
        Optional<Filter> of(String group, Nest nest, String memberOf) {
            return Optional.empty();
        }
    },
    /** By one search for those whose own entries name the group. */
    MEMBER_OF {
        @Override
        Optional<Filter> of(String group, Nest nest, String memberOf) {
            return Optional.of(Filter.createEqualityFilter(memberOf, group));
        }
    },
    /** By one search for those whose entries name the group, or a group in it, however deep: MS-ADTS §3.1.1.3.4.4.3. */
    MEMBER_OF_NESTED {
        @Override
        Optional<Filter> of(String group, Nest nest, String memberOf) {
            return switch (nest) {
                case OUTERMOST -> Optional.of(Filter.createExtensibleMatchFilter(memberOf, TRANSITIVE, false, group));
                case INNER -> Optional.empty();
            };
        }
    };

    private static final String TRANSITIVE = "1.2.840.113556.1.4.1941";

    /** Where a group is of those that are taken apart for an address. */
    enum Nest {
        OUTERMOST,
        INNER
    }

    /**
     * What finds the entries; empty where they are not searched for.
     *
     * @param memberOf the attribute in which they name the group
     */
    abstract Optional<Filter> of(String group, Nest nest, String memberOf);
}
