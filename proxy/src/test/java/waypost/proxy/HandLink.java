package waypost.proxy;

import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import waypost.identity.NodeName;
import waypost.protocol.link.LinkMessage;

/** A way to other front ends that a test has in its hands. */
record HandLink(
        NodeName self, Map<NodeName, Consumer<LinkMessage.OfFrontEnds>> ways, Consumer<LinkMessage.OfFrontEnds> all)
        implements FrontEndLink {
    /** @param all takes what everybody is told */
    static HandLink of(NodeName self, Consumer<LinkMessage.OfFrontEnds> all) {
        return new HandLink(self, new TreeMap<>(), all);
    }

    /** Of a front end that has copied nothing. */
    static CopyExchange noCopies(FrontEndLink link) {
        return new CopyExchange(link, _ -> Optional.empty(), new MetricRegistry());
    }

    @Override
    public CompletionStage<Void> gathered() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public Set<NodeName> reachable() {
        return Set.copyOf(ways.keySet());
    }

    @Override
    public void tell(NodeName node, LinkMessage.OfFrontEnds message) {
        ways.getOrDefault(node, _ -> {}).accept(message);
    }

    @Override
    public void tellAll(LinkMessage.OfFrontEnds message) {
        all.accept(message);
    }
}
