package waypost.mapping;

import java.util.List;
import java.util.Map;

/**
 * One user as the directory has him, each thing as it is written there; empty where it is not.
 *
 * @param dn of the entry
 * @param id that stays when all names change
 * @param login the name to log in with that is no address
 * @param said nothing where the entry is silent, so that the account's class counts
 * @param forwards addresses to which his mail goes
 * @param copy whether the mailbox keeps it
 */
public record UserEntry(
        UserListing user,
        String dn,
        String id,
        String login,
        Map<UserProperty, List<String>> said,
        List<String> forwards,
        Forward.Copy copy) {
    public UserEntry {
        said = Map.copyOf(said);
        forwards = List.copyOf(forwards);
    }

    public List<String> said(UserProperty property) {
        return said.getOrDefault(property, List.of());
    }
}
