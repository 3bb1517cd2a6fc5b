package waypost.mapping;

import java.util.List;

/** One user as the directory has it; {@code state} and {@code host} as written there, empty if absent. */
public record UserListing(String address, String host, String state, List<String> aliases) {
    public UserListing {
        aliases = List.copyOf(aliases);
    }
}
