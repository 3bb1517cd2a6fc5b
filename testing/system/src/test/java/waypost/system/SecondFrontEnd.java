package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import waypost.system.Cluster.Member;

/** Another front end of a cluster, a process of its own, with a memory of its own. */
record SecondFrontEnd(Cluster cluster, Program program) implements Site {
    private static final int SHIFT = 36;
    private static final int SECONDS_TO_ISSUE = 180;

    /** Writes what it needs, and tells the others of it, none of which runs yet. */
    static void prepare(Cluster cluster) throws IOException, InterruptedException {
        Path issuer = Files.writeString(
                cluster.folder().resolve("issuer.yaml"),
                "node: {name: fe1, roles: [proxy], data: \"" + cluster.folder() + "\"}\n");
        Program issue = Program.start(
                cluster.folder().resolveSibling("issue.log"),
                "fe2",
                "cert",
                "issue",
                "--config",
                issuer.toString(),
                "fe2");
        assertEquals(0, issue.status(SECONDS_TO_ISSUE), issue.log());
        for (Member member : List.of(Member.FE1, Member.STORE1, Member.STORE2)) {
            Path configuration = cluster.configuration(member);
            String text = Files.readString(configuration)
                    .replace(
                            "  - {name: fe1, roles: [proxy]}\n",
                            "  - {name: fe1, roles: [proxy]}\n  - {name: fe2, roles: [proxy]}\n")
                    .replace(
                            "  - {name: fe1, networks",
                            "  - {name: fe2, networks: [127.0.0.0/8]}\n  - {name: fe1, networks");
            Files.writeString(configuration, text);
        }
        String text = Files.readString(cluster.configuration(Member.FE1))
                .replace("{name: fe1, roles: [proxy], data", "{name: fe2, roles: [proxy], data")
                .replace("/fe1\"", "/fe2\"")
                .replace("/tls/fe1.pem", "/tls/fe2.pem");
        for (int port : List.of(0, 1, 2, 3, 4, 5, 10)) {
            String listens = "127.0.0.1:" + (cluster.first() + port) + "\"";
            text = text.replace(listens, "127.0.0.1:" + (cluster.first() + SHIFT + port) + "\"");
        }
        Files.writeString(configuration(cluster), text);
    }

    static Path configuration(Cluster cluster) {
        return cluster.folder().resolve("fe2.yaml");
    }

    /** Returns when it listens. */
    static SecondFrontEnd start(Cluster cluster) throws IOException {
        Program program = Program.start(
                cluster.folder().resolveSibling("fe2.log"),
                "event=started",
                "run",
                "--config",
                configuration(cluster).toString());
        return new SecondFrontEnd(cluster, program.awaitReady());
    }

    @Override
    public Path folder() {
        return cluster.folder();
    }

    @Override
    public int first() {
        return cluster.first() + SHIFT;
    }

    @Override
    public void close() {
        program.close();
    }
}
