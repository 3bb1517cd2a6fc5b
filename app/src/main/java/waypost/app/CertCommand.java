package waypost.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.net.Identity;
import waypost.net.LocalAuthority;

/** {@code waypost cert}: certificates from this node's own authority. */
@Command(
        name = "cert",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Makes certificates for the nodes of a small cluster.")
final class CertCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "issue",
            mixinStandardHelpOptions = true,
            description = "Makes a certificate for a node, signed by the authority below this node's data folder.")
    int issue(
            @Mixin ConfigOption config,
            @Option(
                            names = "--host",
                            paramLabel = "HOST",
                            description = "Further host name or IP address in the certificate; may be repeated.")
                    List<String> hosts,
            @Option(names = "--out", paramLabel = "DIR", description = "Folder that gets copies of the files.")
                    Optional<Path> out,
            @Parameters(paramLabel = "NAME", description = "The node's name, as in the list of nodes.") String name)
            throws Complaint {
        Path folder = config.read("node").node().data().resolve("tls");
        try {
            LocalAuthority authority = LocalAuthority.open(folder, InstantSource.system());
            Identity made = authority.issue(name, hosts == null ? List.of() : hosts);
            Path pair = made.certificate();
            Path trust = authority.certificate();
            if (out.isPresent()) {
                Files.createDirectories(out.get());
                pair = copy(pair, out.get());
                trust = copy(trust, out.get());
            }
            tell(name, pair, trust);
            return Main.DONE;
        } catch (IllegalArgumentException unfit) {
            throw Complaint.wrong("NAME: " + unfit.getMessage());
        } catch (IOException failed) {
            throw Complaint.failed("The certificate cannot be made: " + Reason.of(failed));
        }
    }

    /** Permissions go with the copy: the key stays its owner's. */
    private static Path copy(Path file, Path folder) throws IOException {
        return Files.copy(
                file,
                folder.resolve(file.getFileName()),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void tell(String name, Path pair, Path trust) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Certificate and private key of " + name + ": " + pair);
        out.println("The authority, which every node trusts: " + trust);
        out.println();
        out.println("Copy both to " + name + ", the first readable by Waypost only, and write there:");
        out.println();
        out.println("tls:");
        out.println("  node: {certificate: /etc/waypost/" + name + ".pem, key: /etc/waypost/" + name + ".pem}");
        out.println("  trust: /etc/waypost/" + trust.getFileName());
        out.flush();
    }
}
