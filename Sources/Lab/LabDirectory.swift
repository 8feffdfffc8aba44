/// Where the lab keeps what it makes.
package enum LabDirectory {}
