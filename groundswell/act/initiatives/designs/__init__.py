"""How an effect will be measured, chosen before anybody can see one."""
