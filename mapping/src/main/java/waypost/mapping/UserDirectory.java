package waypost.mapping;

import com.unboundid.ldap.sdk.Filter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectorySettings;
import waypost.directory.FilterPattern;

/**
 * A directory that has users: how it is reached, and how they are found and read there.
 *
 * @param filter finds an account's entry: {@code %e} the address, {@code %n} its local part, {@code %d} its domain
 * @param loginFilter finds the entry of who logs in, if the filter does not: by a name that is no address
 * @param members how it is asked who is in a group
 */
public record UserDirectory(
        DirectorySettings settings,
        String filter,
        Optional<String> loginFilter,
        AttributeNames attributes,
        Members members) {
    /** @throws IllegalArgumentException if a filter is none, or none of users */
    public UserDirectory {
        FilterPattern.ofUser(filter);
        loginFilter.ifPresent(FilterPattern::ofUser);
    }

    /** In the layout that is usual for its kind. */
    public static UserDirectory usual(DirectorySettings settings) {
        Layout layout = Layout.of(settings.kind());
        return new UserDirectory(
                settings, layout.filter(), layout.loginFilter(), layout.attributes(), layout.members());
    }

    /** The same directory, found elsewhere. */
    public UserDirectory at(List<URI> servers) {
        return new UserDirectory(settings.at(servers), filter, loginFilter, attributes, members);
    }

    /** The same directory, asked otherwise who is in a group. */
    UserDirectory with(Members another) {
        return new UserDirectory(settings, filter, loginFilter, attributes, another);
    }

    public String name() {
        return settings.name();
    }

    public String base() {
        return settings.base();
    }

    DirectoryKind kind() {
        return settings.kind();
    }

    /** What decides where nothing is configured, such as which address is the primary one. */
    Layout layout() {
        return Layout.of(kind());
    }

    /** The attributes of which one is there while the password of a bind is not looked at, where that is not said. */
    List<String> locks() {
        return layout().locks(attributes);
    }

    /** Finds whatever entry its filters could find. */
    Filter everybody() {
        Filter byAddress = FilterPattern.parse(filter).anybody();
        return loginFilter
                .map(login -> Filter.createORFilter(
                        byAddress, FilterPattern.parse(login).anybody()))
                .orElse(byAddress);
    }
}
