package waypost.mapping;

import java.util.Optional;
import waypost.directory.DirectorySettings;

/** A directory as user maps ask it, but for what a test changes. */
final class VariedUsers {
    private final UserDirectory usual;
    private String filter;
    private Optional<String> loginFilter;
    private AttributeNames names;

    VariedUsers(UserDirectory usual) {
        this.usual = usual;
        this.filter = usual.filter();
        this.loginFilter = usual.loginFilter();
        this.names = usual.attributes();
    }

    VariedUsers(DirectorySettings usual) {
        this(UserDirectory.usual(usual));
    }

    VariedUsers found(String pattern) {
        this.filter = pattern;
        return this;
    }

    VariedUsers loggingIn(String pattern) {
        this.loginFilter = Optional.of(pattern);
        return this;
    }

    VariedUsers named(AttributeNames others) {
        this.names = others;
        return this;
    }

    UserDirectory directory() {
        return new UserDirectory(usual.settings(), filter, loginFilter, names, usual.members());
    }
}
