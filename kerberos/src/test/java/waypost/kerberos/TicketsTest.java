package waypost.kerberos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.sasl.TicketContext;
import waypost.protocol.sasl.TicketContext.Accepted;
import waypost.testkit.KdcProcess;

/** Tickets of MIT's key distribution centre, shown by the JDK's client. */
@Tag("peers")
class TicketsTest {
    private static final String IMAP = "imap/localhost@EXAMPLE.TEST";

    @TempDir
    static Path folder;

    private static KdcProcess centre;
    private static Path services;
    private static Initiator anna;

    @BeforeAll
    static void start() throws Exception {
        centre = new KdcProcess(folder);
        services = folder.resolve("services.keytab");
        centre.keys(services, "imap/localhost", "pop/localhost");
        anna = Initiator.of("anna@EXAMPLE.TEST", centre.user("anna"), centre.configuration());
    }

    @AfterAll
    static void stop() {
        centre.close();
    }

    private static Tickets tickets(Path keytab, Map<String, String> domains) {
        return new Tickets(new KerberosSettings(keytab, "localhost", KdcProcess.REALM, domains));
    }

    private static Tickets tickets() {
        return tickets(services, Map.of("EXAMPLE.TEST", "example.net"));
    }

    @Test
    void aTicketSaysWhoItIs() throws Exception {
        TicketContext context = tickets().begin(TicketService.IMAP);
        Initiator.Context client = anna.to(IMAP);
        Accepted.Established established = assertInstanceOf(Accepted.Established.class, context.accept(client.first()));
        assertEquals("anna@example.net", established.user());
        client.last(established.answer());
        assertArrayEquals(new byte[] {1, 0, 0, 0}, client.unwrap(context.wrap(new byte[] {1, 0, 0, 0})));
        byte[] said = client.wrap(new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, context.unwrap(said).orElseThrow());
        said[said.length - 1] ^= 1;
        assertEquals(Optional.empty(), context.unwrap(said));
    }

    @Test
    void aTicketIsGoodOnce() throws Exception {
        byte[] first = anna.to(IMAP).first();
        assertInstanceOf(
                Accepted.Established.class, tickets().begin(TicketService.IMAP).accept(first));
        assertInstanceOf(
                Accepted.Refused.class, tickets().begin(TicketService.IMAP).accept(first));
    }

    @Test
    void aTicketForAnotherServiceIsNone() throws Exception {
        byte[] first = anna.to("pop/localhost@EXAMPLE.TEST").first();
        assertInstanceOf(
                Accepted.Refused.class, tickets().begin(TicketService.IMAP).accept(first));
        assertInstanceOf(
                Accepted.Established.class, tickets().begin(TicketService.POP3).accept(first));
    }

    @Test
    void aRealmThatIsNotNamedIsNobodys() throws Exception {
        Tickets others = tickets(services, Map.of("OTHER.TEST", "example.net"));
        assertInstanceOf(
                Accepted.Refused.class,
                others.begin(TicketService.IMAP).accept(anna.to(IMAP).first()));
    }

    @Test
    void withoutIntegrityNobodyIsKnown() throws Exception {
        TicketContext context = tickets().begin(TicketService.IMAP);
        assertInstanceOf(Accepted.Refused.class, context.accept(anna.to(IMAP).plain()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20, 100, 400})
    void tokensThatAreCutAreNone(int octets) throws Exception {
        byte[] first = anna.to(IMAP).first();
        assertInstanceOf(
                Accepted.Refused.class,
                tickets().begin(TicketService.IMAP).accept(java.util.Arrays.copyOf(first, octets)));
    }

    /** Also those that are made, or renewed, while the node runs. */
    @Test
    void keysAreReadAnew() throws Exception {
        Path keytab = folder.resolve("later.keytab");
        Tickets tickets = tickets(keytab, Map.of("EXAMPLE.TEST", "example.net"));
        assertEquals(List.of(IMAP), tickets.missing(Stream.of(TicketService.IMAP)));
        byte[] first = anna.to(IMAP).first();
        assertInstanceOf(
                Accepted.Unavailable.class, tickets.begin(TicketService.IMAP).accept(first));
        Files.copy(services, keytab);
        assertEquals(
                List.of("smtp/localhost@EXAMPLE.TEST"),
                tickets.missing(Stream.of(TicketService.IMAP, TicketService.SUBMISSION)));
        assertInstanceOf(
                Accepted.Established.class, tickets.begin(TicketService.IMAP).accept(first));
        assertFalse(tickets.missing(Stream.of(TicketService.SUBMISSION)).isEmpty());
    }
}
