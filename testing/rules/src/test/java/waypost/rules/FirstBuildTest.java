package waypost.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * bin/waypost builds without compiling tests. Where modules share fakes Maven (3.8) wants the jar of them all the same, and finds it only where an earlier build has
 * left it: not on a new machine.
 */
class FirstBuildTest {
    @Test
    void jarsOfFakesAreMadeWithoutTests() throws IOException {
        List<Path> sharing = new ArrayList<>();
        List<Path> skipping = new ArrayList<>();
        for (Path pom : Repository.poms()) {
            String text = Files.readString(pom);
            if (text.contains("<goal>test-jar</goal>")) {
                sharing.add(pom);
                if (!text.contains("<skip>false</skip>")) {
                    skipping.add(pom);
                }
            }
        }
        assertFalse(sharing.isEmpty(), "modules share fakes");
        assertEquals(List.of(), skipping);
    }
}
