package waypost.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.imap.ImapLogin.Trait;
import waypost.protocol.sasl.Mechanism;
import waypost.testkit.MemorySession.Feeding;

/** The conversations under {@code imap/}, each with its octets fed whole and one by one. */
class ImapTranscriptsTest {
    @TestFactory
    List<DynamicTest> secure() throws Exception {
        return tests("secure", ImapFixture.SECURE, ImapFixture::connect);
    }

    /** With all mechanisms that a listener can be told to offer. */
    @TestFactory
    List<DynamicTest> sasl() throws Exception {
        Set<Mechanism> more = EnumSet.of(
                Mechanism.EXTERNAL,
                Mechanism.GSSAPI,
                Mechanism.SCRAM_SHA_256,
                Mechanism.OAUTHBEARER,
                Mechanism.XOAUTH2,
                Mechanism.CRAM_MD5);
        return tests(
                "sasl",
                feeding -> new ImapFixture(ImapFixture.SECURE, more, feeding, ImapExtensions.ALL),
                ImapFixture::connect);
    }

    @TestFactory
    List<DynamicTest> clear() throws Exception {
        return tests("clear", EnumSet.of(Trait.STARTTLS), ImapFixture::connect);
    }

    @TestFactory
    List<DynamicTest> internal() throws Exception {
        return tests("internal", EnumSet.of(Trait.SECURE, Trait.INTERNAL), ImapFixture::connect);
    }

    @TestFactory
    List<DynamicTest> session() throws Exception {
        return tests("session", ImapFixture.SECURE, ImapFixture::session);
    }

    private interface Opening {
        ByteSession open(ImapFixture fixture) throws IOException;
    }

    private interface Making {
        ImapFixture make(Feeding feeding) throws IOException;
    }

    private static List<DynamicTest> tests(String folder, Set<Trait> traits, Opening opening)
            throws IOException, URISyntaxException {
        return tests(folder, feeding -> new ImapFixture(traits, feeding), opening);
    }

    private static List<DynamicTest> tests(String folder, Making making, Opening opening)
            throws IOException, URISyntaxException {
        var place = Objects.requireNonNull(ImapTranscriptsTest.class.getResource("/imap/" + folder));
        List<DynamicTest> tests = new ArrayList<>();
        for (Transcript transcript : Transcript.in(Path.of(place.toURI()))) {
            for (Feeding feeding : Feeding.values()) {
                tests.add(DynamicTest.dynamicTest(transcript.name() + " " + feeding, () -> {
                    ImapFixture fixture = making.make(feeding);
                    transcript.perform(() -> opening.open(fixture));
                }));
            }
        }
        assertTrue(!tests.isEmpty());
        return tests;
    }
}
