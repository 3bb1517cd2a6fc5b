/** Players of other projects' IMAP scripts, which are read where they lie: those of imaptest and of Apache James. */
@org.jspecify.annotations.NullMarked
package waypost.testkit.scripts;
