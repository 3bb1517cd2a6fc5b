package waypost.mapping;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import waypost.directory.EmbeddedDirectory;
import waypost.directory.EmbeddedSettings;
import waypost.directory.PasswordScheme;
import waypost.identity.Secret;

/** A process of its own that adds users to an embedded directory for ever, and prints each address when its adding is acknowledged. */
final class Adder {
    private Adder() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedDirectory directory = open(Path.of(arguments[0]));
                DirectoryAdministration administration = administration(directory);
                var out = new FileOutputStream(FileDescriptor.out)) {
            for (int i = 0; ; i++) {
                String address = "user" + i + "@example.net";
                if (administration.addUser(NewUser.of(address, new Secret("secret"), "store1"))
                        instanceof Change.Done) {
                    out.write((address + "\n").getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }

    static EmbeddedDirectory open(Path folder) throws IOException {
        var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return EmbeddedDirectory.open(EmbeddedSettings.on(folder, listen), new SplittableRandom(5));
    }

    static DirectoryAdministration administration(EmbeddedDirectory directory) throws Exception {
        return new DirectoryAdministration(
                UserDirectory.usual(directory.asDirectory("embedded")),
                Fixture.trust(),
                Fixture.RULES,
                PasswordScheme.SSHA512,
                new SplittableRandom(6));
    }
}
