package waypost.proxy;

import java.util.Optional;
import waypost.identity.DirectoryId;
import waypost.mapping.HeldSecrets.Held;
import waypost.mapping.Residence;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsSaid;

/** No account has anything. */
class NoSecrets implements AccountSecrets {
    @Override
    public Optional<Held> remembered(DirectoryId account) {
        return Optional.of(Held.NOTHING);
    }

    @Override
    public Optional<Held> held(Residence account) {
        return Optional.of(Held.NOTHING);
    }

    @Override
    public SecretsSaid ask(Residence account, SecretsAsked asked) {
        return new SecretsSaid.Wrong();
    }
}
