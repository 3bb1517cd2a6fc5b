package waypost.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import waypost.config.ClientWorkaround;
import waypost.protocol.imap.ImapExtensions;
import waypost.testkit.MemorySession.Feeding;

/** Every workaround for IMAP clients has a conversation with it alone and one without it alone. */
class WorkaroundsTest {
    /** Of the connection, not of IMAP: {@code ListenerTest} has it. */
    private static final ClientWorkaround ELSEWHERE = ClientWorkaround.KEEP_ALIVE;

    @TestFactory
    List<DynamicTest> on() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (ClientWorkaround workaround : EnumSet.complementOf(EnumSet.of(ELSEWHERE))) {
            tests.addAll(tests(workaround, "-on.test", EnumSet.of(workaround)));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> off() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (ClientWorkaround workaround : EnumSet.complementOf(EnumSet.of(ELSEWHERE))) {
            tests.addAll(tests(workaround, "-off.test", EnumSet.complementOf(EnumSet.of(workaround))));
        }
        return tests;
    }

    private static List<DynamicTest> tests(ClientWorkaround workaround, String suffix, Set<ClientWorkaround> on)
            throws Exception {
        String name = workaround.name().toLowerCase(Locale.ROOT).replace('_', '-') + suffix;
        var place = WorkaroundsTest.class.getResource("/imap/workaround/" + name);
        Transcript transcript =
                Transcript.read(Path.of(Objects.requireNonNull(place, name).toURI()));
        List<DynamicTest> tests = new ArrayList<>();
        for (Feeding feeding : Feeding.values()) {
            tests.add(DynamicTest.dynamicTest(name + " " + feeding, () -> perform(transcript, feeding, on)));
        }
        return tests;
    }

    private static void perform(Transcript transcript, Feeding feeding, Set<ClientWorkaround> on) throws IOException {
        ImapFixture fixture = new ImapFixture(ImapFixture.SECURE, feeding, ImapExtensions.with(on));
        transcript.perform(fixture::session);
    }
}
