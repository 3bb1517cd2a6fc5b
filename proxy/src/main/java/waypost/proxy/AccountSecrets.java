package waypost.proxy;

import java.util.Optional;
import waypost.identity.DirectoryId;
import waypost.mapping.HeldSecrets.Held;
import waypost.mapping.Residence;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsSaid;

/** What an account has at its node, and no directory has, by which its user proves himself. Any thread. */
public interface AccountSecrets {
    /** What it has, if nobody has to be asked for it. Never blocks. */
    Optional<Held> remembered(DirectoryId account);

    /** What it has, from memory while its node cannot be asked; empty if nobody can say now. May block. */
    Optional<Held> held(Residence account);

    /** What its node says now. May block. */
    SecretsSaid ask(Residence account, SecretsAsked asked);
}
