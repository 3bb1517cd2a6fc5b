package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.Ownership.State;
import waypost.mapping.Answer;
import waypost.mapping.Generation;
import waypost.mapping.Nodes;
import waypost.mapping.Route;
import waypost.protocol.link.Standing;

/** What {@code route explain} tells of an account for which the directory names store1, of three stores. */
class OwnersTest {
    private static final NodeName STORE1 = new NodeName("store1");
    private static final NodeName STORE2 = new NodeName("store2");
    private static final NodeName STORE3 = new NodeName("store3");
    private static final AccountName ANNA = new AccountName("anna", "example.net");
    private static final Standing NONE = new Standing.None();

    @TempDir
    private Path folder;

    private Nodes nodes = new Nodes(List.of());

    @BeforeEach
    void nodes() throws Exception {
        Path file = Files.writeString(folder.resolve("waypost.yaml"), """
                node: {name: fe1, roles: [proxy], data: "%s"}
                nodes:
                  - {name: fe1, roles: [proxy], link: "127.0.0.1:4"}
                  - {name: store1, link: "127.0.0.1:1"}
                  - {name: store2, link: "127.0.0.1:2"}
                  - {name: store3, link: "127.0.0.1:3"}
                """.formatted(folder));
        nodes = ClusterNodes.of(Configured.read(file));
    }

    /** @param said by those that can be asked */
    private String owner(Map<NodeName, Standing> said) {
        return new Owners(Optional.empty(), nodes, (node, _) -> Optional.ofNullable(said.get(node)))
                .of(
                        STORE1,
                        new Answer.Granted(
                                ANNA,
                                new DirectoryId("id-anna"),
                                new Route("store1", OptionalLong.empty()),
                                Set.of(),
                                AccountLimits.NONE,
                                "users",
                                Instant.EPOCH,
                                false,
                                new Answer.Basis(ANNA, Generation.NONE)));
    }

    private static Standing recorded(State state) {
        return new Standing.Recorded(new Ownership(AccountId.of(2, 1), new DirectoryId("id-anna"), ANNA, 3, state));
    }

    @Test
    void whoServesItIsToldWhereverItIs() {
        Standing owner = recorded(new State.Owner());
        assertEquals(
                "anna@example.net, epoch 3, served by store1",
                owner(Map.of(STORE1, owner, STORE2, NONE, STORE3, NONE)));
        assertEquals(
                "anna@example.net, epoch 3, served by store2; store1 leads there",
                owner(Map.of(STORE1, NONE, STORE2, owner)));
        assertEquals(
                "anna@example.net, epoch 3, served by store3; store1 leads there",
                owner(Map.of(STORE1, NONE, STORE2, recorded(new State.MovedTo(STORE3, 1)), STORE3, owner)));
    }

    @Test
    void itIsMadeOnlyWhereAllHaveSaidThatTheyHaveNothing() {
        assertEquals(
                "not recorded at store1: the account is made when it is used for the first time",
                owner(Map.of(STORE1, NONE, STORE2, NONE, STORE3, NONE)));
        assertEquals(
                "not recorded at store1; not made there before it is known what store2, store3 has",
                owner(Map.of(STORE1, NONE, STORE3, new Standing.Unsure())));
        assertEquals(
                "not recorded at store1; being made at store2",
                owner(Map.of(STORE1, NONE, STORE2, new Standing.Claiming(), STORE3, NONE)));
        assertEquals(
                "not recorded at store1; anna@example.net, epoch 3, at store2: Gone[]",
                owner(Map.of(STORE1, NONE, STORE2, recorded(new State.Gone()), STORE3, NONE)));
        assertEquals("known to store1: waypost account show anna@example.net there", owner(Map.of(STORE2, NONE)));
    }
}
