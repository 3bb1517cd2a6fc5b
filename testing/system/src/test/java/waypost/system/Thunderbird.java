package waypost.system;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Thunderbird without a window, which copies all messages of the folders that the user has subscribed to. */
record Thunderbird(Demo demo, String user, Path home, int messages) implements MailClient {
    private static final int SECONDS = Counts.of(110, 1800);

    @Override
    public String name() {
        return "thunderbird";
    }

    /** It keeps no flag for drafts. */
    @Override
    public Mirror known(Mirror all) {
        return all.without('D');
    }

    @Override
    public Mirror turn() throws Exception {
        Path script = home.resolve("thunderbird.py");
        try (InputStream text = Objects.requireNonNull(Thunderbird.class.getResourceAsStream("/thunderbird.py"))) {
            Files.copy(text, script);
        }
        Tool.run(
                home,
                "python3",
                script.toString(),
                String.valueOf(demo.imaps()),
                demo.authority().toString(),
                user + "@example.test",
                home.toString(),
                String.valueOf(messages),
                String.valueOf(SECONDS));
        return Mirror.ofMaildirs(home.resolve("mail"));
    }
}
