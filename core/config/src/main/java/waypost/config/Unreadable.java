package waypost.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file cannot be read, in words that follow its name. */
final class Unreadable {
    private Unreadable() {}

    static String why(Path file, IOException failed) {
        return switch (failed) {
            case NoSuchFileException _ -> "does not exist";
            case AccessDeniedException _ -> "may not be read by this user";
            case CharacterCodingException _ -> "is not UTF-8 text";
            case IOException _ when Files.isDirectory(file) -> "is a folder";
            case IOException other -> "cannot be read: " + other.getMessage();
        };
    }
}
