package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import waypost.config.ClusterNodeSection;
import waypost.config.CountLimit;
import waypost.config.HostPattern;
import waypost.config.HostPort;
import waypost.config.ListenerSection;
import waypost.config.VolumeName;
import waypost.identity.NodeName;

/** A store, one other product's server, and many of them that are alike. */
class NodesTest {
    private final Nodes nodes = new Nodes(List.of(
            ClusterNodeSection.named(new NodeName("store1"), List.of(new VolumeName("v1"))),
            foreign("old1", "192.0.2.1"),
            foreign("olds", "*", "*.old.example.net", "old1")));

    private static ClusterNodeSection foreign(String name, String address, String... hosts) {
        return new ClusterNodeSection(
                new NodeName(name),
                List.of(),
                Optional.of(new HostPort(address, 143)),
                Optional.empty(),
                Optional.of(new HostPort(address, 24)),
                Optional.empty(),
                Optional.empty(),
                List.of(ClusterNodeSection.LogIn.PASSWORD),
                Optional.empty(),
                ListenerSection.Tls.STARTTLS,
                Optional.empty(),
                Optional.empty(),
                CountLimit.NONE,
                false,
                List.of(hosts).stream().map(HostPattern::new).toList(),
                List.of());
    }

    private Optional<String> resolved(String target) {
        return nodes.resolve(new Route(target, OptionalLong.empty())).map(NodeName::value);
    }

    @Test
    void aRouteNamesANodeOrAVolumeOrAHost() {
        assertEquals(Optional.of("store1"), resolved("store1"));
        assertEquals(Optional.of("store1"), resolved("v1"));
        assertEquals(Optional.of("imap7.old.example.net"), resolved("IMAP7.old.example.net"));
        assertEquals(Optional.empty(), resolved("old.example.net"));
        assertEquals(Optional.empty(), resolved("a_b.old.example.net"));
    }

    @Test
    void aHostIsANodeLikeWhatItIsLike() {
        ClusterNodeSection host =
                nodes.find(new NodeName("imap7.old.example.net")).orElseThrow();
        assertEquals("imap7.old.example.net", host.name().value());
        assertEquals(Optional.of(new HostPort("imap7.old.example.net", 143)), host.imap());
        assertEquals(Optional.of(new HostPort("imap7.old.example.net", 24)), host.lmtp());
        assertEquals(Optional.empty(), host.pop3());
        assertEquals(ListenerSection.Tls.STARTTLS, host.tls());
        assertTrue(nodes.isForeign(host.name()));
        assertFalse(nodes.isForeign(new NodeName("store1")));
    }

    @Test
    void whatIsListedGoesFirst() {
        assertEquals(
                Optional.of(new HostPort("192.0.2.1", 143)),
                nodes.find(new NodeName("old1")).flatMap(ClusterNodeSection::imap));
    }

    /** There is no host of that name to connect to. */
    @Test
    void whatManyHostsAreLikeIsNoNode() {
        assertEquals(Optional.empty(), resolved("olds"));
        assertEquals(Optional.empty(), nodes.find(new NodeName("olds")));
        assertEquals(
                List.of("old1", "store1"),
                nodes.names().stream().map(NodeName::value).toList());
    }
}
