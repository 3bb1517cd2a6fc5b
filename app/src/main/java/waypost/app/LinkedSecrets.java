package waypost.app;

import java.util.concurrent.CompletionStage;
import waypost.cluster.SecretsExchange;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.mapping.UserMaps;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsOf;
import waypost.protocol.link.SecretsSaid;
import waypost.proxy.NodeSecrets;
import waypost.proxy.SecretsLink;

/** A front end's way to the nodes of accounts, for questions about secrets. */
record LinkedSecrets(SecretsExchange exchange) implements SecretsLink {
    @Override
    public boolean leadsTo(NodeName node) {
        return exchange.leadsTo(node);
    }

    @Override
    public CompletionStage<SecretsSaid> ask(NodeName node, SecretsOf whose, SecretsAsked asked) {
        return exchange.ask(node, whose, asked);
    }

    /** What nodes tell ends what is remembered of them, and has sessions looked at again. */
    void tell(NodeSecrets secrets, Mappings mappings) {
        exchange.listen(new SecretsExchange.Listener() {
            @Override
            public void changed(DirectoryId account) {
                secrets.changed(account);
                for (UserMaps maps : mappings.all()) {
                    maps.liveLogins().secretsChanged(account);
                }
            }

            @Override
            public void lost() {
                secrets.lost();
            }
        });
    }
}
