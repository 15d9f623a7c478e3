@echo off
rem Runs djl-logistic with the Java 17 or newer of JAVA_HOME or PATH. JAVA_OPTS are options of the JVM.
setlocal

set "JAR=%~dp0..\djl-logistic.jar"
if not exist "%JAR%" set "JAR=%~dp0..\target\djl-logistic.jar"
if not exist "%JAR%" (
  echo error: expected djl-logistic.jar in %~dp0.. or its target; build it with: mvn package 1>&2
  exit /b 1
)

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo error: found no java: install Java 17 or newer, or set JAVA_HOME 1>&2
  exit /b 1
)

"%JAVA%" %JAVA_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
