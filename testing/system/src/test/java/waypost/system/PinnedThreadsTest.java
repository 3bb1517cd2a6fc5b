package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under mail, listings and searches no virtual thread holds its carrier for long: two cores are two carriers. */
@Tag("long")
class PinnedThreadsTest {
    private static final int CONNECTIONS = 4;
    private static final int MESSAGES = Counts.of(80, 2000);
    private static final String EVENT = "jdk.VirtualThreadPinned";
    private static final String SETTINGS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="jdk.ActiveSetting"><setting name="enabled">true</setting></event>
              <event name="jdk.VirtualThreadPinned">
                <setting name="enabled">true</setting>
                <setting name="stackTrace">true</setting>
                <setting name="threshold">20 ms</setting>
              </event>
            </configuration>
            """;

    @TempDir
    Path temp;

    @Test
    void noneHoldsItsCarrier() throws Exception {
        Path settings = Files.writeString(temp.resolve("pinned.jfc"), SETTINGS);
        Path recording = temp.resolve("pinned.jfr");
        try (Demo demo = Demo.start(temp.resolve("demo"))) {
            work(demo); // classes are loaded and initialised by the first who needs them, who is pinned meanwhile
            ask(demo, "JFR.start", "settings=" + settings, "filename=" + recording);
            work(demo);
            ask(demo, "JFR.stop", "name=1");
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
        assertTrue(events.stream().anyMatch(PinnedThreadsTest::watches), "the recording does not watch for it");
        List<RecordedEvent> pinned = events.stream()
                .filter(event -> event.getEventType().getName().equals(EVENT))
                .toList();
        Counts.tell("pinned threads: " + MESSAGES + " messages over " + CONNECTIONS
                + " connections, read and searched, " + pinned.size() + " held a carrier for 20 ms");
        assertEquals(List.of(), pinned);
    }

    private static void work(Demo demo) throws IOException, InterruptedException {
        try (Load load = new Load(demo, CONNECTIONS)) {
            load.allow(MESSAGES);
            load.await(MESSAGES);
        }
        for (String user : List.of("alice", "bob", "carol")) {
            try (Inbox inbox = Inbox.open(demo, user)) {
                assertEquals(inbox.exists(), inbox.search("BODY load").size());
                assertEquals(inbox.exists(), inbox.messageIds().size());
            }
        }
    }

    private static boolean watches(RecordedEvent event) {
        return event.getEventType().getName().equals("jdk.ActiveSetting")
                && event.getString("name").equals("threshold")
                && event.getString("value").equals("20 ms");
    }

    private void ask(Demo demo, String... command) throws IOException, InterruptedException {
        Jcmd.ask(demo.program(), temp, command);
    }
}
