@org.jspecify.annotations.NullMarked
package waypost.protocol.smtp;
