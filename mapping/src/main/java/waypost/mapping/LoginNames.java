package waypost.mapping;

import java.util.Optional;
import waypost.directory.Names;

/**
 * Which attributes of an entry are names to log in with.
 *
 * @param login one that is no address; groups may name their members by it
 * @param principal one that looks like an address, and is one where there is no other: Active Directory has it
 */
public record LoginNames(String login, Optional<String> principal) {
    public LoginNames {
        Names.attribute(login);
        principal.ifPresent(Names::attribute);
    }
}
