package waypost.system;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the other tests rely on: nothing runs on that did not start. */
class ProgramTest {
    @TempDir
    Path temp;

    @Test
    void whatDoesNotStartIsEnded() throws Exception {
        List<String> silent = List.of("sh", "-c", "exec sleep 600 >&- 2>&-");
        Program program = Program.foreign(temp.resolve("silent.log"), "started", silent);
        ProcessHandle process = ProcessHandle.of(program.pid()).orElseThrow();
        assertThrows(IOException.class, program::awaitReady);
        process.onExit().get(60, TimeUnit.SECONDS);
    }
}
