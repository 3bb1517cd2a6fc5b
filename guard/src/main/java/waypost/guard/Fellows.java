package waypost.guard;

import java.util.function.Consumer;
import waypost.identity.NodeName;
import waypost.identity.SharedKey;

/**
 * The other front ends of the cluster, as a guard knows them.
 *
 * @param self the name of this one among them
 * @param key of the hashes that all of them understand
 * @param others tells all of them, best effort, without blocking
 */
public record Fellows(NodeName self, SharedKey key, Consumer<Tiding> others) {}
