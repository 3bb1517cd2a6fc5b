package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.config.Configuration;
import waypost.config.ConfigurationFile;
import waypost.config.ConfigurationFile.Outcome;

/** Nodes that cannot start say why, and leave nothing open. */
class NodeTest {
    @TempDir
    Path folder;

    @Test
    void aPortOfTheDirectoryThatIsTakenIsTold() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = Files.writeString(folder.resolve("node.yaml"), """
                    node: {name: fe1, roles: [proxy], data: "%s/data", hostname: localhost}
                    embedded-directory: {listen: "127.0.0.1:%d"}
                    """.formatted(folder, other.getLocalPort()));
            Complaint told = assertThrows(Complaint.class, () -> Node.start(Configured.read(file)));
            String sentence = String.valueOf(told.getMessage());
            assertEquals(Main.FAILED, told.status());
            assertTrue(
                    sentence.startsWith("Cannot listen on 127.0.0.1:" + other.getLocalPort() + " for ldap ("),
                    sentence);
            assertTrue(sentence.endsWith("). Is another program, or another Waypost, using that port?"), sentence);
        }
    }

    /** A base that nobody has checked, as a file's would have been, stands for any defect. */
    @Test
    void aDefectAtTheStartLeavesNothingOpen() throws Exception {
        String yaml = """
                node: {name: fe1, roles: [proxy], data: "%s/data", hostname: localhost}
                embedded-directory: {listen: "127.0.0.1:%d"}
                directories: [{name: d, base: dc=waypost}]
                """.formatted(folder, Site.unusedPort());
        Configuration defect = unchecked(yaml.replace("base: dc=waypost", "base: nonsense"));
        assertThrows(IllegalArgumentException.class, () -> Node.start(defect));
        Node.start(unchecked(yaml)).close();
    }

    private static Configuration unchecked(String yaml) {
        return assertInstanceOf(Outcome.Read.class, ConfigurationFile.read(yaml))
                .configuration();
    }
}
