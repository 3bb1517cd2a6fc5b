package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of system calls: a message is written to the journal of each store, and that is forced, before anyone is told 250. */
@Tag("peers")
class DurabilityTraceTest {
    private static final int DELIVERIES = Counts.of(8, 200);

    /** A call that begins: thread, name, path of its descriptor. */
    private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((?:\\d+<([^>]*)>)?.*");

    private static final Pattern RESUMED = Pattern.compile("^(\\d+) +<\\.\\.\\. (\\w+) resumed>.*");

    @TempDir
    Path temp;

    /** A call, from the line of the trace that begins it to the line that has its result. */
    private record Call(String name, String path, String text, int begin, int end) {
        boolean writes(String what) {
            return (name.contains("write") || name.startsWith("send")) && text.contains(what);
        }

        boolean syncs(String file) {
            return (name.equals("fdatasync") || name.equals("fsync")) && path.equals(file) && text.endsWith("= 0");
        }
    }

    @Test
    void forcedBeforeAnswered() throws IOException {
        Path trace = temp.resolve("trace");
        List<String> strace = List.of(
                "strace",
                "-f",
                "-y",
                "-qq",
                "--seccomp-bpf",
                "-s",
                "65536",
                "-e",
                "trace=write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,fdatasync,fsync",
                "-e",
                "signal=none",
                "-o",
                trace.toString());
        try (Demo demo = Demo.start(strace, temp.resolve("demo"), Ports.row(Demo.PORTS))) {
            try (LineClient smtp = LineClient.clear(demo.authority(), demo.smtp())) {
                smtp.reply();
                smtp.smtp("EHLO client.example.org");
                for (int delivery = 0; delivery < DELIVERIES; delivery++) {
                    smtp.smtp("MAIL FROM:<you@example.org>");
                    assertEquals("250 2.1.5 Recipient accepted", smtp.smtp("RCPT TO:<alice@example.test>"));
                    assertEquals("250 2.1.5 Recipient accepted", smtp.smtp("RCPT TO:<bob@example.test>"));
                    smtp.smtp("DATA");
                    String answer = smtp.smtp("Subject: " + marker(delivery) + "\r\n\r\ntext\r\n.");
                    assertEquals("250 2.6.0 Message accepted", answer);
                }
            }
        }
        check(calls(Files.readAllLines(trace, StandardCharsets.ISO_8859_1)));
        Counts.tell(
                "system calls: " + DELIVERIES + " messages to two stores, each written and forced on both before 250");
    }

    private static String marker(int delivery) {
        return "traced-" + delivery + "-end";
    }

    private static void check(List<Call> calls) {
        List<Call> answers = calls.stream()
                .filter(call -> call.writes("250 2.6.0 Message accepted"))
                .toList();
        assertEquals(DELIVERIES, answers.size(), "answers in the trace");
        for (int delivery = 0; delivery < DELIVERIES; delivery++) {
            Call answer = answers.get(delivery);
            for (String store : List.of("/store1/", "/store2/")) {
                check(marker(delivery), store, answer, calls);
            }
        }
    }

    private static void check(String marker, String store, Call answer, List<Call> calls) {
        Call written = calls.stream()
                .filter(call -> call.path().contains(store) && call.writes(marker))
                .findFirst()
                .orElseThrow(() -> new AssertionError(marker + " was not written to " + store + ", but: "
                        + calls.stream()
                                .filter(call -> call.text().contains(marker))
                                .toList()));
        boolean forced = calls.stream()
                .anyMatch(call ->
                        call.syncs(written.path()) && call.begin() > written.end() && call.end() < answer.begin());
        assertTrue(
                forced,
                () -> marker + ": no force of " + written.path() + " between lines " + written.end() + " and "
                        + answer.begin());
    }

    private static List<Call> calls(List<String> lines) {
        List<Call> calls = new ArrayList<>();
        Map<String, Call> unfinished = new HashMap<>();
        for (int number = 0; number < lines.size(); number++) {
            String line = lines.get(number);
            Matcher resumed = RESUMED.matcher(line);
            Matcher call = CALL.matcher(line);
            if (resumed.matches()) {
                Call begun = unfinished.remove(resumed.group(1));
                if (begun != null) {
                    calls.add(new Call(begun.name(), begun.path(), begun.text() + line, begun.begin(), number));
                }
            } else if (call.matches()) {
                String path = call.group(3) == null ? "" : call.group(3);
                Call begun = new Call(call.group(2), path, line, number, number);
                if (line.endsWith("<unfinished ...>")) {
                    unfinished.put(call.group(1), begun);
                } else {
                    calls.add(begun);
                }
            }
        }
        return calls;
    }
}
