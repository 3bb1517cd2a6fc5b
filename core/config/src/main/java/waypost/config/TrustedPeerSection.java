package waypost.config;

import java.util.List;
import java.util.Optional;
import waypost.identity.NodeName;
import waypost.identity.Secret;

/** A node that may log in for users, on internal listeners. */
public record TrustedPeerSection(
        @Key(value = "Its node name; also the name its certificate must show.", example = "store1")
        NodeName name,

        @Key(
                "Secret that it must show; without one it must show its certificate. Not for stores: they prove themselves on the link by certificates.")
        Optional<Secret> secret,

        @Key(value = "Where it may come from.", example = "[10.0.0.0/24]", least = "1")
        List<Network> networks) {}
