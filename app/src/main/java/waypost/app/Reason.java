package waypost.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something failed, in words: the exceptions of {@link java.nio.file} have only the file's name for a message, and others have a cause. */
final class Reason {
    private Reason() {}

    static String of(IOException failed) {
        return switch (failed) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case AccessDeniedException denied -> denied.getFile() + ": no permission";
            case FileAlreadyExistsException there -> there.getFile() + " is there already, and is no folder";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> failed.getMessage() + cause(failed);
        };
    }

    private static String cause(IOException failed) {
        Throwable cause = failed.getCause();
        return cause == null ? "" : ": " + cause.getMessage();
    }
}
