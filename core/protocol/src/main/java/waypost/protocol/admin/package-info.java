@org.jspecify.annotations.NullMarked
package waypost.protocol.admin;
