package waypost.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine.Option;
import waypost.identity.Secret;

/** Where a command takes a user's new password from: never from its arguments, which other users of the machine can read. */
final class NewPassword {
    @Option(
            names = "--password-stdin",
            description = "Take the password from the first line of standard input instead of asking for it.")
    private boolean fromStandardInput;

    Secret read(String address) throws Complaint {
        String password = fromStandardInput ? line() : asked(address);
        if (password.isEmpty()) {
            throw Complaint.wrong("The password is empty.");
        }
        return new Secret(password);
    }

    private static String line() throws Complaint {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException unreadable) {
            throw Complaint.failed("Standard input cannot be read: " + unreadable.getMessage());
        }
    }

    private static String asked(String address) throws Complaint {
        Console console = System.console();
        if (console == null) {
            throw Complaint.wrong("There is no terminal to ask for a password on. Give it with --password-stdin.");
        }
        char[] first = console.readPassword("Password for %s: ", address);
        char[] second = console.readPassword("Once more: ");
        if (first == null || second == null || !Arrays.equals(first, second)) {
            throw Complaint.failed("The two passwords differ. Nothing was changed.");
        }
        return new String(first);
    }
}
