package waypost.app;

import java.io.Console;
import java.util.Locale;

/** Asks on the terminal before something is deleted. */
final class Confirmation {
    private Confirmation() {}

    /** @throws Complaint if there is nobody to be asked */
    static boolean of(String address) throws Complaint {
        Console console = System.console();
        if (console == null) {
            throw Complaint.wrong("There is no terminal to ask on. Say --yes to delete " + address + ".");
        }
        String answer = console.readLine("Delete %s from the directory? [y/N] ", address);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
